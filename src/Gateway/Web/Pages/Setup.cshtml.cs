using Gateway.Access;
using Gateway.Api;
using Gateway.Configuration;
using Metering.Events;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages;

/// <summary>The first start: makes the first administrator by the one-time code.</summary>
internal sealed class SetupModel(Users users, SetupCode setup, SignIns attempts, IEventLog events, Audit audit, Installation installation) : PageModel
{
    /// <summary>The code that was given.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The name that was given.</summary>
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>The password that was given; never shown.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>The same again.</summary>
    [BindProperty]
    public string? Again { get; set; }

    /// <summary>Where the code stands.</summary>
    public string Place => SetupCode.FileIn(installation.Path);

    /// <summary>What was wrong.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Shows the form, once in a gateway's life.</summary>
    public IActionResult OnGet() => users.HaveAdministrator ? RedirectToPage("/SignIn") : Page();

    /// <summary>Makes the administrator and signs in.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (users.HaveAdministrator)
        {
            return RedirectToPage("/SignIn");
        }

        try
        {
            var source = Actor.SourceOf(HttpContext);
            await attempts.TrySetupAsync(source, setup, Code ?? "");
            if (Password != Again)
            {
                throw new AccessException("again", "The two passwords are not the same.");
            }

            var user = await users.AddAsync(Name ?? "", Role.Administrator, Password ?? "");
            events.Report(EventCode.ParametersChanged, $"the first administrator, user {user.Name}, was made from {source}.");
            await audit.TellAsync(new Actor($"user {user.Name}", source), "first administrator made", $"users/{user.Name}");
            await Sessions.BeginAsync(HttpContext, user);
            return LocalRedirect("~/");
        }
        catch (AccessException e)
        {
            Wrong = e.Message;
            Response.StatusCode = Problems.StatusOf(e, Response, StatusCodes.Status403Forbidden);
            return Page();
        }
    }
}
