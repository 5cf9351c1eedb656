using Holdfast.Api;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.Logging;
using Holdfast.Hosting.Telemetry;
using Holdfast.Standalone.Startup;
using Holdfast.Standalone.State;
using Microsoft.Extensions.Options;

return await Refusals.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddHoldfastConfiguration(args);
    builder.AddHoldfastLog();
    builder.AddHoldfastTelemetry();
    builder.AddHoldfastHealth();
    await using var state = await StateLock.TakeAsync(builder.AddLocalState(), CancellationToken.None);
    builder.AddStandalone();
    await using var app = builder.Build();
    app.Services.GetRequiredService<IStartupValidator>().Validate(); // before anything starts, so that every problem is told at once
    app.MapHoldfastHealth();
    app.MapApi();
    await app.RunAsync();
});
