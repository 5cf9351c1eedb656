using Holdfast.Benchmarks.Processes;

namespace Holdfast.Benchmarks.Tools;

/// <summary>A backup tool as the benchmarks drive it: each step is a pipeline of whole processes, or null when the tool has no such step.</summary>
/// <remarks>
/// Tools run with their own defaults; only where they keep their data is set. Days count the backups of a repository from 1.
/// </remarks>
internal abstract class Tool
{
    /// <summary>Name in the results.</summary>
    public abstract string Name { get; }

    /// <summary>What the tool says its version is.</summary>
    public abstract string Version(ProcessRunner runner);

    /// <summary>Makes an empty repository in an existing empty folder; not measured.</summary>
    public virtual Pipeline? Create(string repository) => null;

    /// <summary>Backs up a tree.</summary>
    public virtual Pipeline? BackUpTree(string repository, string source, int day) => null;

    /// <summary>Backs up what comes through standard input from <paramref name="file"/>.</summary>
    public virtual Pipeline? BackUpStream(string repository, string file, int day) => null;

    /// <summary>Backs up what <paramref name="program"/> prints.</summary>
    public virtual Pipeline? BackUpOutputOf(Command program, string repository, int day) => null;

    /// <summary>Restores a tree into an existing empty folder.</summary>
    public virtual Pipeline? RestoreTree(string repository, int day, string target) => null;

    /// <summary>Where <see cref="RestoreTree"/> puts the content of <paramref name="source"/>.</summary>
    public virtual string RestoredRoot(string source, string target) => target;

    /// <summary>Restores a stream into a file.</summary>
    public virtual Pipeline? RestoreStream(string repository, int day, string file) => null;

    /// <summary>Forgets all but the newest backups and frees what only they used, in one or several steps.</summary>
    public virtual IReadOnlyList<Pipeline> Expire(string repository, int keep) => [];

    /// <summary>Stored bytes that any kept backup refers to, as the tool itself counts them; null when it does not.</summary>
    public virtual long? LiveBytes(ProcessRunner runner, string repository) => null;
}
