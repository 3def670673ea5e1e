namespace Gateway;

/// <summary>The parts live as long as the verb that uses them; the command line hears Ctrl+C, not they.</summary>
internal sealed class VerbLifetime : IHostLifetime
{
    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
