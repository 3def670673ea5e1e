using Gateway.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages;

/// <summary>One's own password.</summary>
internal sealed class AccountModel(Users users) : PageModel
{
    /// <summary>Whether the password was just changed.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Done { get; set; }

    /// <summary>Who has signed in.</summary>
    public User SignedIn { get; private set; } = null!;

    /// <summary>Shows the form; a program has no password.</summary>
    public IActionResult OnGet()
    {
        if (Sessions.UserOf(User) is { } name && users.Find(name) is { } user)
        {
            SignedIn = user;
            return Page();
        }

        return NotFound();
    }
}
