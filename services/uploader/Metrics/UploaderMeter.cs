using System.Diagnostics.Metrics;
using Holdfast.Hosting.Stores;

namespace Holdfast.Uploader.Metrics;

/// <summary>What this uploader does, and how much room its staging area has.</summary>
internal sealed class UploaderMeter
{
    private readonly Counter<long> _puts;
    private readonly Counter<long> _bytes;
    private long _running;

    public UploaderMeter(IMeterFactory meters, StagingArea staging)
    {
        var meter = meters.Create("Holdfast.Uploader");
        _puts = meter.CreateCounter<long>("holdfast.store.puts");
        _bytes = meter.CreateCounter<long>("holdfast.store.put", "By");
        meter.CreateObservableGauge("holdfast.store.puts_running", () => Interlocked.Read(ref _running));
        meter.CreateObservableGauge("holdfast.staging.free", () => Level(staging, disk => disk.AvailableFreeSpace), "By");
        meter.CreateObservableGauge("holdfast.staging.size", () => Level(staging, disk => disk.TotalSize), "By");
        foreach (var outcome in new[] { "success", "failed" })
        {
            _puts.Add(0, KeyValuePair.Create("outcome", (object?)outcome)); // so that the first failure is an increase
        }

        _bytes.Add(0);
    }

    /// <summary>Counts a put, however it ends.</summary>
    public async Task CountAsync(long bytes, Func<Task> put)
    {
        Interlocked.Increment(ref _running);
        var outcome = "failed";
        try
        {
            await put();
            _bytes.Add(bytes);
            outcome = "success";
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            _puts.Add(1, KeyValuePair.Create("outcome", (object?)outcome));
        }
    }

    /// <summary>None while the disk cannot be asked: that is no zero.</summary>
    private static IEnumerable<Measurement<long>> Level(StagingArea staging, Func<DriveInfo, long> level)
    {
        long value;
        try
        {
            value = level(new DriveInfo(staging.Root));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return [new Measurement<long>(value)];
    }
}
