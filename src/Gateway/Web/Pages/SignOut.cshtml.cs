using Gateway.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages;

/// <summary>Ends a session.</summary>
internal sealed class SignOutModel(Sessions sessions, Audit audit) : PageModel
{
    /// <summary>There is nothing to see.</summary>
    public IActionResult OnGet() => LocalRedirect("~/");

    /// <summary>Signs out.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await sessions.EndAsync(HttpContext);
        if (Sessions.UserOf(User) is not null)
        {
            await audit.TellAsync(Actor.Of(HttpContext), "signed out");
        }

        return RedirectToPage("/SignIn");
    }
}
