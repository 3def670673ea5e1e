namespace Gateway.Api;

/// <summary>The secrets of head-ends.</summary>
/// <param name="BlockCipherKey">GUEK, 32 hexadecimal digits.</param>
/// <param name="AuthenticationKey">GAK, 32 hexadecimal digits.</param>
/// <param name="MasterKey">KEK, 32 hexadecimal digits.</param>
/// <param name="LlsPassword">The LLS password; null: LLS is switched off.</param>
internal sealed record ShownKeysResource(string BlockCipherKey, string AuthenticationKey, string MasterKey, string? LlsPassword);
