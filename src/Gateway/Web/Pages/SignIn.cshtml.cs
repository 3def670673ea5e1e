using Gateway.Access;
using Gateway.Api;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages;

/// <summary>Asks for name and password.</summary>
internal sealed class SignInModel(Users users, SignIns attempts) : PageModel
{
    /// <summary>Where to go then: an address of this page.</summary>
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    /// <summary>The name that was given.</summary>
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>The password that was given; never shown.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>What was wrong.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Shows the form; before there is an administrator, the first steps.</summary>
    public IActionResult OnGet() =>
        !users.HaveAdministrator ? RedirectToPage("/Setup")
        : Sessions.UserOf(User) is not null ? LocalRedirect("~/")
        : Page();

    /// <summary>Signs in.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            var user = await attempts.TryAsync(Actor.SourceOf(HttpContext), Name ?? "", Password ?? "", cancellationToken);
            await Sessions.BeginAsync(HttpContext, user);
            return LocalRedirect(Url.IsLocalUrl(To) ? To : "~/");
        }
        catch (AccessException e)
        {
            Wrong = e.Message;
            Response.StatusCode = Problems.StatusOf(e, Response, StatusCodes.Status403Forbidden);
            return Page();
        }
    }
}
