namespace Gateway.Api;

/// <summary>What a head-end needs to connect, without secrets.</summary>
/// <param name="LogicalDeviceName">The gateway's name.</param>
/// <param name="SystemTitle">Its system title in hexadecimal digits.</param>
/// <param name="SecurityPolicy">The least protection that holds.</param>
/// <param name="PolicyOfSettings">The one that settings ask for: what head-ends raised it to can be taken back to this.</param>
/// <param name="AllowLls">Whether the password can be used.</param>
internal sealed record KeysResource(string LogicalDeviceName, string SystemTitle, string SecurityPolicy, string PolicyOfSettings, bool AllowLls);
