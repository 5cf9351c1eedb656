using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.Logging;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Telemetry;
using Holdfast.Uploader;

var builder = WebApplication.CreateBuilder(args);
builder.AddHoldfastConfiguration(args);
builder.AddHoldfastLog();
builder.AddHoldfastTelemetry();
builder.AddHoldfastHealth();
builder.AddUploader();
builder.AddHoldfastBus(bus => bus.AddUploaderConsumers());

var app = builder.Build();
app.MapHoldfastHealth();
app.MapHoldfastMetrics();
await app.RunAsync();
