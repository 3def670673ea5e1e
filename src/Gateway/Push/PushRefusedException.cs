namespace Gateway.Push;

/// <summary>A report cannot be set so.</summary>
/// <param name="setting">The setting, <c>Receiver:Address</c>.</param>
/// <param name="message">What is wrong and what can be given.</param>
internal sealed class PushRefusedException(string setting, string message) : Exception($"{setting} {message}")
{
    /// <summary>The setting.</summary>
    public string Field => setting;

    /// <summary>What is wrong, without the setting's name.</summary>
    public string Fault => message;
}
