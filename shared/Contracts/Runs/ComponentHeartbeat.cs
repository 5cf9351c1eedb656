namespace Holdfast.Contracts.Runs;

/// <summary>The run is alive: published every 5 seconds; a run silent for longer than a minute is given up and replaced.</summary>
public sealed record ComponentHeartbeat : RunEvent;
