namespace Gateway.Checkup;

/// <summary>Looks at one thing that a gateway needs; changes nothing.</summary>
internal interface ICheck
{
    /// <summary>What is looked at, for the finding that tells that the check itself failed.</summary>
    string Subject { get; }

    /// <summary>Looks.</summary>
    /// <param name="gateway">What is known of the gateway.</param>
    /// <param name="cancellationToken">Ends it when it takes too long.</param>
    IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, CancellationToken cancellationToken);
}
