using Holdfast.TestServers.Conditions;
using Holdfast.Uploader.Deletion;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Uploader.Tests.Deletion;

public sealed class DeletionTurnTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-turn-").FullName;
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_shares_the_folder_waits_for_the_other_one()
    {
        var first = await new DeletionTurn(_folder, _clock).TakeAsync(Token);
        var second = new DeletionTurn(_folder, _clock).TakeAsync(Token);
        for (var i = 0; i < 10; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.False(second.IsCompleted);
        }

        first.Dispose();
        await Eventually.TrueAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return second.IsCompleted;
            },
            "the other one has its turn");
        (await second).Dispose();
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        using var first = await new DeletionTurn(_folder, _clock).TakeAsync(Token);
        var second = new DeletionTurn(_folder, _clock).TakeAsync(cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
