using MBus.LevelConverter;
using MBus.Master;

namespace Gateway.Readout;

/// <summary>A piece of work that gives something.</summary>
internal sealed class WorkOrderOf<T>(
    Func<BusMaster, CancellationToken, Task<T>> work, ReadoutPrecedence precedence, TaskCreationOptions continuations, CancellationToken cancellationToken)
    : WorkOrder(precedence)
{
    private readonly TaskCompletionSource<T> _result = new(continuations);

    /// <summary>What it gives; ends early when who asked no longer waits.</summary>
    public async Task<T> ResultAsync()
    {
        // once begun, the work itself ends the sooner
        await using var leaving = cancellationToken.Register(() =>
        {
            if (!IsTaken)
            {
                _result.TrySetCanceled(cancellationToken);
            }
        });
        return await _result.Task;
    }

    /// <inheritdoc />
    public override void Abandon() => _result.TrySetCanceled(cancellationToken);

    /// <inheritdoc />
    public override async Task<bool> RunAsync(BusMaster master, CancellationToken stop)
    {
        if (_result.Task.IsCompleted)
        {
            return false;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellationToken);
        try
        {
            _result.TrySetResult(await work(master, either.Token));
            return true;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            _result.TrySetCanceled(either.Token);
        }
        catch (LevelConverterException e)
        {
            _result.TrySetException(e);
            throw;
        }
        catch (Exception e)
        {
            // his, who asked: the bus goes on
            _result.TrySetException(e);
        }

        return false;
    }
}
