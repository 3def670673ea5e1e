using Gateway.CommandLine;
using Metering.Events;

namespace Gateway.Checkup;

/// <summary>Whether a backup was made of late.</summary>
internal sealed class BackupCheck : ICheck
{
    /// <summary>A backup that is older lacks keys, meters and a month of readings.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromDays(30);

    /// <inheritdoc />
    public string Subject => "backup";

    /// <inheritdoc />
    public IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, CancellationToken cancellationToken) => Look(gateway).ToAsyncEnumerable();

    private IEnumerable<Finding> Look(CheckedGateway gateway)
    {
        if (gateway.Store is not { } store)
        {
            yield break;
        }

        const string Next = "Make one, and keep it and its passphrase elsewhere: gateway backup FOLDER";
        var last = store.Events.Latest(new EventFilter { Code = EventCode.BackupMade }, 1);
        yield return last is not [var made] ? Finding.Look(Subject, "The event log knows of none.", Next)
            : DateTimeOffset.UtcNow - made.At is var age && age > Late ? Finding.Look(Subject, $"The last one was made {age.TotalDays:0} days ago.", Next)
            : Finding.Ok(Subject, $"The last one was made {ShownValue.Moment(made.At)}.");
    }
}
