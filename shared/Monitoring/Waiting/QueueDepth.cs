namespace Holdfast.Monitoring.Waiting;

/// <summary>What a broker says of a queue.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Ready">Messages that nobody has taken; those a worker works on are not among them.</param>
/// <param name="Consumers">Who would take them.</param>
/// <param name="Errors">Messages of it that could not be read.</param>
internal sealed record QueueDepth(string Queue, long Ready, long Consumers, long Errors);
