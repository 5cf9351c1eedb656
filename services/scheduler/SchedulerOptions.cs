namespace Holdfast.Scheduler;

/// <summary>The configuration section <c>Scheduler</c>: patience.</summary>
public sealed class SchedulerOptions
{
    public const string Section = "Scheduler";

    /// <summary>Tries at one step of one component before it counts as failed; default 3.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>
    /// How long the second try at a step waits after a failure; default 5 seconds. Every further one waits four times as long as the one before it.
    /// </summary>
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a run may be silent before another one replaces it; default 1 minute. Workers give a sign every 5 seconds.</summary>
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a component may be waited for whose service has stopped announcing it; default 1 minute.</summary>
    public TimeSpan UnservedLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>After which time a command that nobody has claimed is sent again; default 10 minutes.</summary>
    public TimeSpan ResendCommandAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>After which time an unanswered question to the uploader is asked again; default 1 minute.</summary>
    public TimeSpan AskAgainAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the uploader may take to commit a backup or find one; default 15 minutes.</summary>
    public TimeSpan AnswerLimit { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long the data that a restore replaced is kept for an undo; default 24 hours.</summary>
    public TimeSpan UndoWindow { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often the watchdog looks; default 5 seconds.</summary>
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromSeconds(5);
}
