using Dlms.Security;
using Metering.Events;

namespace Gateway.Access;

/// <summary>
/// Attempts to sign in. Whoever guesses waits longer with each failure, by the address he comes from: nobody can lock another one out. Attempts are
/// compared two at a time, so that they do not take the machine's cores from the meters.
/// </summary>
internal sealed class SignIns(Users users, IEventLog events, TimeProvider time) : IDisposable
{
    private const int AtOnce = 2;

    private readonly FailedAttempts _failures = new(time);
    private readonly SemaphoreSlim _comparing = new(AtOnce, AtOnce);

    /// <summary>The user, if name and password are right.</summary>
    /// <param name="source">Where the attempt comes from.</param>
    /// <param name="name">The name that was given.</param>
    /// <param name="password">The password that was given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AccessException">They are not, or the source has to wait.</exception>
    public async Task<User> TryAsync(string source, string name, string password, CancellationToken cancellationToken)
    {
        RefuseGuesser(source);
        await _comparing.WaitAsync(cancellationToken);
        try
        {
            if (await Task.Run(() => users.SignIn(name, password), cancellationToken) is { } user)
            {
                _failures.Succeeded(source, client: 0);
                return user;
            }
        }
        finally
        {
            _comparing.Release();
        }

        Failed(source, users.Find(name) is { } known ? $"user {known.Name}" : "an unknown user");
        throw new AccessException("", "Name or password is wrong.");
    }

    /// <summary>An attempt with the one-time code.</summary>
    /// <exception cref="AccessException">It is wrong, or the source has to wait.</exception>
    public void TrySetup(string source, SetupCode code, string text)
    {
        RefuseGuesser(source);
        if (!code.Fits(text))
        {
            Failed(source, "the one-time code");
            throw new AccessException("code", "This is not the code, or it has expired: look into the file setup.code again.");
        }

        _failures.Succeeded(source, client: 0);
    }

    /// <inheritdoc />
    public void Dispose() => _comparing.Dispose();

    private void RefuseGuesser(string source)
    {
        if (_failures.IsRefused(source, client: 0))
        {
            throw new AccessException("", $"There were too many failed attempts from {source}: wait up to {FailedAttempts.LongestDelay.TotalMinutes:0} minutes.");
        }
    }

    private void Failed(string source, string whom)
    {
        _failures.Failed(source, client: 0);
        events.Report(EventCode.AuthenticationFailure, $"the page refused a sign-in of {whom} from {source}");
    }
}
