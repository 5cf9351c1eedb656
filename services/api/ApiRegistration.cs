using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Holdfast.Api.Access;
using Holdfast.Api.Answers;
using Holdfast.Api.Auditing;
using Holdfast.Api.Backups;
using Holdfast.Api.Components;
using Holdfast.Api.Descriptions;
using Holdfast.Api.Documents;
using Holdfast.Api.Events;
using Holdfast.Api.Notifications;
using Holdfast.Api.Operations;
using Holdfast.Api.Pages;
using Holdfast.Api.Restores;
using Holdfast.Api.Retention;
using Holdfast.Api.Schedule;
using Holdfast.Api.Serving;
using Holdfast.Api.Sessions;
using Holdfast.Api.Sessions.Oidc;
using Holdfast.Api.Verifications;
using Holdfast.Hosting;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.Telemetry;
using Holdfast.Monitoring;
using Holdfast.Settings;
using Holdfast.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Api;

/// <summary>Makes a host the REST API.</summary>
public static class ApiRegistration
{
    /// <summary>Registers everything; the API consumes nothing, so there are no consumers to add. Call it after the configuration was read.</summary>
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.AddHoldfastState();
        builder.AddApiOptions();
        builder.AddPlatformOptions();
        builder.AddObjectStoreOptions();
        builder.AddBackupOptions();
        builder.AddAuditOptions();
        builder.AddNotificationOptions();
        builder.AddHoldfastSettings();
        builder.AddStateMetrics();
        builder.Services.AddOptions<MetricsOptions>().BindConfiguration(MetricsOptions.Section);
        builder.AddHoldfastHealth().AddCheck<StateHealth>("state", tags: [HealthEndpoints.Ready]);
        builder.AddWebServer();
        var services = builder.Services;
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // never in a page; & and ' stay readable in a terminal
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
            json.SerializerOptions.Converters.Add(new InstantConverter());
        });
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<WrongKeys>();
        services.AddHostedService<FirstKey>();
        services.AddHostedService<SecretKeyStart>();
        services.AddSingleton<OpenSessions>();
        services.AddSingleton<CallerCheck>();
        SessionHandler.Add(services).AddOidc(builder.Configuration);
        services.AddAuthorization(Roles.Configure);
        services.AddSingleton<AuditLog>();
        services.AddSingleton<Requests>();
        services.AddSingleton<DocumentAnswers>();
        services.AddSingleton<DocumentChecks>();
        services.AddSingleton<DocumentUpdate>();
        services.AddSingleton<StoredDocuments>();
        services.AddSingleton<StoreTest>();
        services.AddSingleton<EventLimit>();
        services.AddScoped<RegisteredNames>();
        services.AddScoped<BackupUrls>();
        services.AddSingleton<BackupListCache>();
        services.AddScoped<BackupAnswers>();
        services.AddScoped<StoredBackups>();
        services.AddScoped<RestoreAnswers>();
        services.AddApiDescription();
        services.AddSingleton<PageAssets>();
    }

    /// <summary>Puts the calls into the host. <see cref="HealthEndpoints.MapHoldfastHealth"/> is called beside it.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseSafeHeaders();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), calls => calls.UseMiddleware<ErrorAnswers>());
        app.UseAuthentication();
        app.UseAuthorization();
        var api = app.MapGroup("/api").RequireAuthorization(Roles.Viewer);
        api.MapBackups();
        api.MapVerifications();
        api.MapRestores();
        api.MapRetention();
        api.MapSchedule();
        api.MapComponents();
        api.MapDocuments();
        api.MapEvents();
        api.MapKeys();
        api.MapSessions();
        api.MapAudit();
        api.MapNotifications();
        app.MapApiDescription();
        app.MapPages();
        var metrics = app.MapStateMetrics();
        if (app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value.Anonymous)
        {
            metrics.AllowAnonymous();
        }
        else
        {
            metrics.RequireAuthorization(Roles.Viewer);
        }
    }
}
