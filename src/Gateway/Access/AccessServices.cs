using Gateway.Api;
using Gateway.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Gateway.Access;

/// <summary>Who may use page and interface.</summary>
internal static class AccessServices
{
    /// <summary>The field in which the page sends the framework's token against requests that other sites' pages make.</summary>
    public const string AntiforgeryField = "X-Antiforgery";

    private const string AnyScheme = "any";

    /// <summary>Adds what knows people and programs.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, Installation installation, HostRole role)
    {
        services.AddSingleton<Audit>();
        services.AddSingleton<Users>();
        services.AddSingleton(_ => new ApiTokens(installation.State, installation.Time.SystemTime));
        services.AddSingleton(provider => new Sessions(provider.GetRequiredService<Users>(), installation.State, installation.Time.SystemTime));
        services.AddSingleton<SignIns>();
        services.AddDataProtection().PersistKeysToFileSystem(DataDirectory.KeysIn(installation.Path)).SetApplicationName("gateway");
        services.AddAntiforgery(options =>
        {
            options.HeaderName = AntiforgeryField;
            options.Cookie.Name = "gateway-form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.HttpOnly = true;
        });
        services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, null, options => options.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Name, null)
            .AddCookie(options => Cookie(options, installation.Time.SystemTime));
        services.AddAuthorization(AccessPolicy.Add);
        if (role == HostRole.Service)
        {
            services.AddSingleton<SetupCode>();
            services.AddHostedService(provider => provider.GetRequiredService<SetupCode>());
        }

        return services;
    }

    private static string SchemeOf(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0 || (context.IsForProgram() && !context.Request.Cookies.ContainsKey(CookieName))
            ? TokenAuthentication.Name
            : CookieAuthenticationDefaults.AuthenticationScheme;

    private const string CookieName = "gateway";

    private static void Cookie(CookieAuthenticationOptions options, TimeProvider time)
    {
        options.TimeProvider = time;
        options.Cookie.Name = CookieName;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.HttpOnly = true;
        options.ExpireTimeSpan = Sessions.Idle;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/no-right";
        options.ReturnUrlParameter = "to";
        options.Events.OnValidatePrincipal = async context =>
        {
            if (!context.HttpContext.RequestServices.GetRequiredService<Sessions>().GoesOn(context.Principal!))
            {
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            }
        };
        options.Events.OnRedirectToLogin = context => AnswerOr(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => AnswerOr(context, StatusCodes.Status403Forbidden);
    }

    /// <summary>A program is told by a status, a person is led to a page.</summary>
    private static Task AnswerOr(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.HttpContext.IsForProgram())
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}
