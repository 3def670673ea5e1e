using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Metering.Storage;

/// <summary>
/// The one writer. Writes that wait while a commit is under way are committed together by the next one, so that a busy store
/// flushes the disk once for many. After the commit each write is published, in order, and only then its caller goes on.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>How many writes share a commit at most, and how many may wait before callers have to.</summary>
    private const int Batch = 256;

    private readonly Channel<IWrite> _waiting = Channel.CreateBounded<IWrite>(new BoundedChannelOptions(Batch) { SingleReader = true });
    private readonly string _file;
    private readonly SqliteConnection _connection;
    private readonly Task _loop;

    public SqliteWriter(string file, SqliteConnection connection)
    {
        (_file, _connection) = (file, connection);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>
    /// Has <paramref name="write"/> run in a transaction, and after the commit <paramref name="publish"/>. It may run a second time after a
    /// rollback, so it changes nothing but the database.
    /// </summary>
    /// <exception cref="StoreException">Nothing was written.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, Action<T> publish)
    {
        // Callers go on elsewhere: the writer does not run their code.
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _waiting.Writer.WriteAsync(new Write<T>(write, publish, completion));
        }
        catch (ChannelClosedException e)
        {
            throw new StoreException(StoreFault.Closed, _file, "the store was closed.", e);
        }

        return await completion.Task;
    }

    /// <summary>Is called on the writer's thread before each transaction, when all before it was published or rolled back.</summary>
    public Action? Begins { get; set; }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
        await _connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var batch = new List<IWrite>(Batch);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < Batch && _waiting.Reader.TryRead(out var write))
            {
                batch.Add(write);
            }

            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<IWrite> batch)
    {
        if (TryCommit(batch) is not { } failure)
        {
            return;
        }

        // Either none of them can be stored now, or one is to blame: then each for itself, so that the others are.
        var none = batch.Count == 1 || failure is SqliteException { SqliteErrorCode: raw.SQLITE_BUSY };
        foreach (var write in batch)
        {
            if ((none ? failure : TryCommit([write])) is { } reason)
            {
                write.Fail(Named(reason));
            }
        }
    }

    private Exception? TryCommit(List<IWrite> batch)
    {
        try
        {
            Begins?.Invoke();
            _connection.Run("BEGIN IMMEDIATE");
            foreach (var write in batch)
            {
                write.Run(_connection);
            }

            _connection.Run("COMMIT");
        }
#pragma warning disable CA1031 // Whatever a write throws belongs to its caller; the writer goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            RollBack();
            return e;
        }

        foreach (var write in batch)
        {
            write.Publish();
        }

        return null;
    }

    private void RollBack()
    {
        try
        {
            _connection.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // A full or failing disk has ended the transaction already.
        }
    }

    private Exception Named(Exception e) => e is SqliteException sqlite ? SqliteFaults.Named(_file, sqlite) : e;

    private interface IWrite
    {
        void Run(SqliteConnection connection);

        void Publish();

        void Fail(Exception e);
    }

    private sealed class Write<T>(Func<SqliteConnection, T> write, Action<T> publish, TaskCompletionSource<T> completion) : IWrite
    {
        private T _result = default!;

        public void Run(SqliteConnection connection) => _result = write(connection);

        public void Publish()
        {
            publish(_result);
            completion.SetResult(_result);
        }

        public void Fail(Exception e) => completion.SetException(e);
    }
}
