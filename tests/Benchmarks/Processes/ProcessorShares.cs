namespace Holdfast.Benchmarks.Processes;

/// <summary>Control groups of the kernel, in each of which processes get no more than a part of one processor together.</summary>
internal sealed class ProcessorShares : IDisposable
{
    private const int PeriodMicroseconds = 20_000;
    private readonly List<string> _groups = [];

    /// <summary>Makes them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="share">Of one processor, for each.</param>
    /// <exception cref="ProcessFailedException">The kernel lets this user make none.</exception>
    public ProcessorShares(int count, double share)
    {
        try
        {
            for (var i = 0; i < count; i++)
            {
                Make($"holdfast-bench-{Environment.ProcessId}-{i}", (int)(share * PeriodMicroseconds));
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new ProcessFailedException($"A control group that limits a service's processor time is needed, which only root can make: {problem.Message}");
        }
    }

    /// <summary>For each group the command that runs the program and arguments that follow it in the group.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Starters =>
        [.. _groups.Select(group => new[] { "sh", "-c", "echo $$ >\"$0\" && exec \"$@\"", Path.Combine(group, "cgroup.procs") })];

    /// <summary>Removes them; their processes must have ended.</summary>
    public void Dispose() => _groups.ForEach(Directory.Delete);

    private void Make(string name, int quotaMicroseconds)
    {
        const string root = "/sys/fs/cgroup";
        var first = Path.Combine(root, "cpu"); // the kernel's first version has a tree for each kind of limit
        if (Directory.Exists(first))
        {
            var group = Add(first, name);
            Write(group, "cpu.cfs_period_us", $"{PeriodMicroseconds}");
            Write(group, "cpu.cfs_quota_us", $"{quotaMicroseconds}");
        }
        else
        {
            Write(root, "cgroup.subtree_control", "+cpu");
            Write(Add(root, name), "cpu.max", $"{quotaMicroseconds} {PeriodMicroseconds}");
        }
    }

    /// <summary>From now on <see cref="Dispose"/> removes it, whether its limit can be written or not.</summary>
    private string Add(string tree, string name)
    {
        var group = Directory.CreateDirectory(Path.Combine(tree, name)).FullName;
        _groups.Add(group);
        return group;
    }

    private static void Write(string group, string file, string text) => File.WriteAllText(Path.Combine(group, file), text);
}
