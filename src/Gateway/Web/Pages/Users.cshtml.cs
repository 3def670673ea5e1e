using Gateway.Access;
using Gateway.Api;
using Metering.Audit;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages;

/// <summary>Users, tokens and the audit log.</summary>
internal sealed class UsersModel(Users users, ApiTokens tokens, IAuditStore audit, ZoneTime time) : PageModel
{
    private const int EntriesOfPage = 50;

    /// <summary>The audit log shows only entries with a smaller number; null: the newest.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>Those who may sign in, by name.</summary>
    public IEnumerable<User> Users => users.All;

    /// <summary>The tokens by id.</summary>
    public IEnumerable<ApiToken> Tokens => tokens.All;

    /// <summary>The page of the audit log.</summary>
    public AuditPage Log { get; private set; } = new([], null);

    /// <summary>How moments are shown.</summary>
    public ZoneTime Time => time;

    /// <summary>Whether a token is refused by now.</summary>
    public bool HasExpired(ApiToken token) => tokens.HasExpired(token);

    /// <summary>Shows them.</summary>
    public void OnGet() => Log = AuditPage.Of(audit, Before, EntriesOfPage);
}
