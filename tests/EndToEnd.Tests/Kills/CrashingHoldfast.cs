using Holdfast.CrashPoints;
using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.Sample.Platform;

namespace Holdfast.EndToEnd.Tests.Kills;

/// <summary>A Holdfast that can be told to die at a step, the platform it protects, and how both are after it has died.</summary>
internal sealed class CrashingHoldfast : IAsyncDisposable
{
    private static readonly TimeSpan OperationLimit = TimeSpan.FromMinutes(2);
    private readonly string _orders;

    private CrashingHoldfast(TinyPlatform platform, RunningHoldfast holdfast, string orders) => (Platform, Holdfast, _orders) = (platform, holdfast, orders);

    public TinyPlatform Platform { get; }

    public RunningHoldfast Holdfast { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<CrashingHoldfast> StartAsync()
    {
        var platform = await TinyPlatform.CreateAsync();
        var orders = Directory.CreateDirectory(platform.In("orders")).FullName;
        var holdfast = await RunningHoldfast.StartAsync(
            platform.State,
            address => platform.Configuration(address) with { Scheduler = new(UndoWindow: "00:00:01", WatchInterval: "00:00:01") },
            rootMayNotReadAll: false,
            KeyValuePair.Create("DOTNET_STARTUP_HOOKS", (string?)typeof(CrashOrder).Assembly.Location),
            KeyValuePair.Create(CrashOrder.FolderVariable, (string?)orders),
            KeyValuePair.Create(CrashOrder.WatchedVariable, (string?)$"{platform.Store}:{platform.In("volumes")}"));
        return new CrashingHoldfast(platform, holdfast, orders);
    }

    /// <summary>Runs an operation without dying and returns the steps it took.</summary>
    public async Task<string[]> RecordAsync(Func<Task> operation)
    {
        new CrashOrder("", 0).Give(_orders);
        await operation();
        return await File.ReadAllLinesAsync(CrashOrder.NotesOf(_orders), Token);
    }

    /// <summary>Requests an operation, dies at a step, starts again, and waits until nothing is ongoing.</summary>
    /// <returns>False when the operation ended without that step.</returns>
    public async Task<bool> DieAsync(CrashOrder order, Func<Task> request)
    {
        order.Give(_orders);
        try
        {
            await request();
        }
        catch (HttpRequestException)
        {
            // it died before it answered
        }

        await UntilIdleOrDeadAsync();
        new CrashOrder("", 0).Give(_orders);
        if (!await UntilIdleOrDeadAsync()) // the step may have come after the end
        {
            return false;
        }

        await Holdfast.StartAgainAsync();
        Assert.False(await UntilIdleOrDeadAsync(), Holdfast.Process.Tail());
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await Holdfast.DisposeAsync();
        Platform.Dispose();
    }

    /// <returns>Whether it is dead.</returns>
    private async Task<bool> UntilIdleOrDeadAsync()
    {
        var state = await Waiting.ForAsync<string>("the operation to end", OperationLimit, LookAsync, Token);
        return state == "dead";
    }

    private async Task<string?> LookAsync()
    {
        try
        {
            var (_, body) = await Holdfast.Api.CallAsync(HttpMethod.Get, "/api/backup/latest", null, Token);
            return HoldfastApi.IsOngoing($"{body["status"]}") ? null : "idle";
        }
        catch (HttpRequestException)
        {
            await Holdfast.Process.EndAsync(Token);
            return "dead";
        }
    }
}
