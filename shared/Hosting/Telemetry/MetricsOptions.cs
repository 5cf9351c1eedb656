namespace Holdfast.Hosting.Telemetry;

/// <summary>The configuration section <c>Metrics</c>.</summary>
public sealed class MetricsOptions
{
    public const string Section = "Metrics";

    /// <summary>
    /// Whether <c>/metrics</c> of the api needs no key. Default false: it names databases and volumes, and listens where the api does.
    /// </summary>
    public bool Anonymous { get; set; }
}
