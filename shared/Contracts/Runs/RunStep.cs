using System.Text.Json.Serialization;

namespace Holdfast.Contracts.Runs;

/// <summary>What a run does to its component.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStep>))]
public enum RunStep
{
    /// <summary>DumpDatabase, ArchiveVolume.</summary>
    Backup,

    /// <summary>PreflightDatabase, PreflightVolume.</summary>
    Preflight,

    /// <summary>PrepareDatabase, PrepareVolume.</summary>
    Prepare,

    /// <summary>CommitDatabase, CommitVolume.</summary>
    Commit,

    /// <summary>DiscardDatabase, DiscardVolume.</summary>
    Discard,

    /// <summary>RollBackDatabase, RollBackVolume.</summary>
    RollBack,

    /// <summary>ForgetPreviousDatabase, ForgetPreviousVolume.</summary>
    Forget,
}
