using System.Text.Encodings.Web;
using System.Text.Unicode;
using Gateway.Access;
using Gateway.Api;
using Gateway.Configuration;
using Gateway.Web.Charts;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.WebEncoders;

namespace Gateway.Web;

/// <summary>The page: Razor Pages over the parts of the service, and what changes something over the interface.</summary>
internal static class WebServices
{
    /// <summary>Styles and modules; they are part of the program.</summary>
    public const string Assets = "/assets";

    /// <summary>The page that tells a person what did not work.</summary>
    public const string Problem = "/problem";

    /// <summary>Nothing from elsewhere, nothing inline, in nobody's frame.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] ForAnybody = ["/SignIn", "/Setup", "/Problem", "/NoRight"];

    private static readonly string[] ForInstallers = ["/Meters/Commands", "/Meters/Search", "/Meters/Install", "/Meters/Edit"];

    /// <summary>Adds what the page needs.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services, HostRole role)
    {
        if (role == HostRole.Verb)
        {
            return services;
        }

        services.AddLocalization();
        services.AddSingleton<IStringLocalizer<Texts>, PageTexts>();
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All)); // names and units stay readable; < > & and quotes are escaped all the same
        services.AddSingleton(provider => new ZoneTime(provider.GetRequiredService<Installation>().Time, provider.GetRequiredService<Installation>().Zone));
        services.AddSingleton<StandingWords>();
        services.AddSingleton<ReportWords>();
        services.AddSingleton<FigureWords>();
        services.AddSingleton<MeterView>();
        services.AddSingleton<ProfileCharts>();
        services.AddSingleton<ProfileTables>();
        services.AddSingleton<ShownMeters>();
        services.AddSingleton<BusCards>();
        services.AddSingleton<NextSteps>();
        services.AddRazorPages(pages =>
        {
            pages.RootDirectory = "/Web/Pages";
            pages.Conventions.AuthorizeFolder("/", AccessPolicy.NameOf(Role.Viewer));
            pages.Conventions.AuthorizeFolder("/Settings", AccessPolicy.NameOf(Role.Administrator));
            pages.Conventions.AuthorizePage("/Users", AccessPolicy.NameOf(Role.Administrator));
            foreach (var page in ForInstallers)
            {
                pages.Conventions.AuthorizePage(page, AccessPolicy.NameOf(Role.Installer));
            }

            foreach (var page in ForAnybody)
            {
                pages.Conventions.AllowAnonymousToPage(page);
            }
        });
        return services;
    }

    /// <summary>What every answer tells a browser; styles and modules are for anybody.</summary>
    public static void UseWeb(this WebApplication app)
    {
        app.UseRequestLocalization(Languages.Options);
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            if (!context.Request.Path.StartsWithSegments(Assets, StringComparison.Ordinal))
            {
                headers.CacheControl = "no-cache, no-store";
            }

            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new EmbeddedFileProvider(typeof(WebServices).Assembly, "Gateway.Web.Assets"),
            RequestPath = Assets,
            ContentTypeProvider = new FileExtensionContentTypeProvider(),
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = file.Context.Request.QueryString.HasValue ? "public, max-age=31536000, immutable" : "no-cache",
        });
        app.UseWhen(ForPrograms.IsForProgram, branch => branch.UseStatusCodePages(RefusalWords.TellAsync));
        app.UseWhen(context => !context.IsForProgram(), branch => branch.UseStatusCodePagesWithReExecute(Problem, "?status={0}"));
    }
}
