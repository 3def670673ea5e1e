namespace Dlms.Security;

/// <summary>Runs pieces of work one at a time, in the order they came.</summary>
internal sealed class Turns
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_gate)
        {
            before = _last;
            _last = mine.Task;
        }

        await before;
        try
        {
            return await work();
        }
        finally
        {
            mine.SetResult();
        }
    }
}
