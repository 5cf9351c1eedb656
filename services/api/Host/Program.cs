using Holdfast.Api;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.Logging;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Telemetry;

var builder = WebApplication.CreateBuilder(args);
builder.AddHoldfastConfiguration(args);
builder.AddHoldfastLog();
builder.AddHoldfastTelemetry();
builder.AddHoldfastHealth();
builder.AddApi();
builder.AddHoldfastBus(_ => { });
var app = builder.Build();
app.MapHoldfastHealth();
app.MapApi();
await app.RunAsync();
