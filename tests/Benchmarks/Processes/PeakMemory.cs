using System.Globalization;

namespace Holdfast.Benchmarks.Processes;

/// <summary>Follows the resident peak of running processes.</summary>
/// <remarks>
/// The kernel's own figure at the end of a child (<c>ru_maxrss</c>) starts at the resident peak of the process that spawned it, because
/// both share their memory until the child's exec. It is exact above that floor and worthless below; there the last sample of the
/// child's own high-water mark counts, which misses at most what grew within the last <see cref="Interval"/>.
/// </remarks>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly long _floor = HighWater(Environment.ProcessId);
    private readonly IReadOnlyList<ChildProcess> _children;
    private readonly long[] _sampled;
    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread _sampler;

    public PeakMemory(IReadOnlyList<ChildProcess> children)
    {
        (_children, _sampled) = (children, new long[children.Count]);
        _sampler = new Thread(Sample) { IsBackground = true, Name = "peak memory" };
        _sampler.Start();
    }

    /// <summary>Largest resident set of a child that has ended, in bytes.</summary>
    public long Of(int child, ResourceUsage usage)
    {
        var reported = usage.PeakKibibytes * 1024;
        return reported > _floor ? reported : Math.Max(Volatile.Read(ref _sampled[child]), 0);
    }

    public void Dispose()
    {
        _ended.Set();
        _sampler.Join();
        _ended.Dispose();
    }

    private void Sample()
    {
        do
        {
            for (var child = 0; child < _sampled.Length; child++)
            {
                Volatile.Write(ref _sampled[child], Math.Max(_sampled[child], HighWater(_children[child].Id)));
            }
        }
        while (!_ended.Wait(Interval));
    }

    /// <summary>VmHWM of a process in bytes; 0 once it has ended.</summary>
    private static long HighWater(int process)
    {
        try
        {
            foreach (var line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                {
                    return long.Parse(line.AsSpan(6, line.Length - 8).Trim(), CultureInfo.InvariantCulture) * 1024;
                }
            }
        }
        catch (IOException)
        {
            return 0; // the process has just ended; what it reached before is kept by the caller
        }

        return 0;
    }
}
