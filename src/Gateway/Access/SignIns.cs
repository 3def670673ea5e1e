using System.Net;
using Dlms.Connection;
using Dlms.Security;
using Gateway.Events;
using Metering.Events;

namespace Gateway.Access;

/// <summary>
/// Attempts to sign in. Whoever guesses waits longer with each failure, by the address he comes from, of IPv6 by its network: nobody can lock another one
/// out. Attempts are compared two at a time, so that they do not take the machine's cores from the meters. Of many refused ones the event log has the first
/// and their number.
/// </summary>
internal sealed class SignIns(Users users, Sessions sessions, IEventLog events, RepeatedEvents repeated, Audit audit, TimeProvider time) : IDisposable
{
    private const int AtOnce = 2;
    private const string Surface = "the page";
    private const string Refusal = "sign-ins refused";

    private readonly FailedAttempts _failures = new(time);

    /// <summary>Of them those that were of one account: whoever signs in proves nothing about the others.</summary>
    private readonly FailedAttempts _ofAccount = new(time);
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
        if (await CompareAsync(source, name, password, cancellationToken) is { } user)
        {
            await audit.TellAsync(new Actor($"user {user.Name}", source), "signed in");
            return user;
        }

        await FailedAsync(new Actor("nobody", source), users.Find(name) is { } known ? $"user {known.Name}" : "an unknown user");
        throw new AccessException("", "Name or password is wrong.");
    }

    /// <summary>Somebody who has signed in gives his password once more, so that whoever finds a page open makes himself no way to come again; a program needs none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="password">The password that was given.</param>
    /// <param name="field">The field in which it was given.</param>
    /// <exception cref="AccessException">It is wrong, or the source has to wait.</exception>
    public async Task ProveAsync(HttpContext context, string password, string field)
    {
        if (Sessions.UserOf(context.User) is { } user)
        {
            await ProveAsync(Actor.Of(context), user, password, field, context.RequestAborted);
            if (!sessions.GoesOn(context.User))
            {
                throw new AccessException("", "The session has ended meanwhile: sign in again.");
            }
        }
    }

    /// <summary>The same for a user.</summary>
    /// <param name="actor">Who, and from where.</param>
    /// <param name="user">The user.</param>
    /// <param name="password">The password that was given.</param>
    /// <param name="field">The field in which it was given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AccessException">It is wrong, or the source has to wait.</exception>
    public async Task ProveAsync(Actor actor, string user, string password, string field, CancellationToken cancellationToken)
    {
        RefuseGuesser(actor.Source);
        if (await CompareAsync(actor.Source, user, password, cancellationToken) is null)
        {
            await FailedAsync(actor, $"user {user}");
            throw new AccessException(field, "This is not your present password.");
        }
    }

    /// <summary>An attempt with the one-time code.</summary>
    /// <exception cref="AccessException">It is wrong, or the source has to wait.</exception>
    public async Task TrySetupAsync(string source, SetupCode code, string text)
    {
        RefuseGuesser(source);
        if (!code.Fits(text))
        {
            _failures.Failed(NetworkOf(source), client: 0);
            await FailedAsync(new Actor("nobody", source), "the one-time code");
            throw new AccessException("code", "This is not the code, or it has expired: look into the file setup.code again.");
        }

        _failures.Succeeded(NetworkOf(source), client: 0);
    }

    /// <inheritdoc />
    public void Dispose() => _comparing.Dispose();

    private async Task<User?> CompareAsync(string source, string name, string password, CancellationToken cancellationToken)
    {
        await _comparing.WaitAsync(cancellationToken);
        try
        {
            // others of this source may have failed meanwhile
            RefuseGuesser(source);
            var (network, account) = (NetworkOf(source), $"{NetworkOf(source)} {Users.NameOf(name)}");
            if (await Task.Run(() => users.SignIn(name, password), cancellationToken) is { } user)
            {
                Forget(network, account);
                return user;
            }

            _failures.Failed(network, client: 0);
            _ofAccount.Failed(account, client: 0);
            return null;
        }
        finally
        {
            _comparing.Release();
        }
    }

    /// <summary>A guesser with an account of his own does not begin anew by signing in to it.</summary>
    private void Forget(string network, string account)
    {
        if (_ofAccount.CountOf(account, client: 0) == _failures.CountOf(network, client: 0))
        {
            _failures.Succeeded(network, client: 0);
        }

        _ofAccount.Succeeded(account, client: 0);
    }

    /// <summary>Whom failures are counted for, as of head-ends: one host can take any address of its IPv6 network.</summary>
    private static string NetworkOf(string source) => IPAddress.TryParse(source, out var address) ? new Endpoints(address, null).Source : source;

    private void RefuseGuesser(string source)
    {
        if (_failures.WaitOf(NetworkOf(source), client: 0) is var wait && wait > TimeSpan.Zero)
        {
            throw new AccessException("", $"There were too many failed attempts from {source}: wait {Math.Ceiling(wait.TotalSeconds):0} s and try again.") { Wait = wait };
        }
    }

    private Task FailedAsync(Actor actor, string whom)
    {
        if (repeated.IsFirst(NetworkOf(actor.Source), Refusal, $"of {whom} from {actor.Source}", EventCode.AuthenticationFailure, Surface))
        {
            events.Report(EventCode.AuthenticationFailure, $"the page refused a sign-in of {whom} from {actor.Source}");
        }

        return audit.TellAsync(actor, "sign-in refused", whom, isRefused: true);
    }
}
