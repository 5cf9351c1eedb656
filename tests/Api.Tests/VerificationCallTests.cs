using Holdfast.Api.Tests.Platform;
using Holdfast.State.Verifications;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Api.Tests;

/// <summary>The calls about verifications; no uploader is there to do them, so the test writes down how they end.</summary>
public sealed class VerificationCallTests
{
    [Fact]
    public async Task A_verification_is_accepted_told_cancelled_and_one_runs_at_a_time()
    {
        await using var server = await ApiServer.StartAsync();
        Assert.Equal((404, """{"code":404,"message":"there is no backup yet"}"""), Of(await server.CallAsync("POST /api/backup/verify")));
        Assert.Equal((404, """{"code":404,"message":"there was no verification yet"}"""), Of(await server.CallAsync("GET /api/backup/verify")));
        var timestamp = await server.BackUpAsync();
        Assert.Equal(
            (400, """{"code":400,"message":"depth: 'deep' must be full or quick"}"""), Of(await server.CallAsync("POST /api/backup/verify", """{"depth":"deep"}""")));
        Assert.Equal(
            (404, """{"code":404,"message":"there is no backup 2020-01-01t00-00-00 in namespace app"}"""),
            Of(await server.CallAsync("POST /api/backup/verify", """{"timestamp":"2020-01-01t00-00-00"}""")));

        var accepted = await server.CallAsync("POST /api/backup/verify");

        Assert.Equal((202, """{"code":202,"message":"Request Accepted","operationId":"ID"}"""), (accepted.Status, accepted.Golden));
        Assert.Equal(
            """{"status":"it waits for the uploader","namespace":"app","timestamp":"TIMESTAMP","operationId":"ID","state":"Waiting","depth":"full","requestedBy":"configured","requestedAt":"INSTANT","doneBytes":0,"problemCount":0,"problems":[]}""",
            (await server.CallAsync($"GET /api/backup/verify?timestamp={timestamp}")).Golden);
        Assert.Equal(
            (409, $$"""{"code":409,"message":"a verification of the backup {{timestamp}} is ongoing"}"""), Of(await server.CallAsync("POST /api/backup/verify", """{"depth":"quick"}""")));
        Assert.Equal((202, """{"code":202,"message":"Request Accepted"}"""), Of(await server.CallAsync("POST /api/backup/verify/cancel")));
        Assert.Equal("configured", await server.QueryAsync(db => db.Verifications.Select(row => row.CancelledBy).SingleAsync()));
        Assert.Contains("\"action\":\"backup.verify\"", (await server.CallAsync("GET /api/audit")).Text);
    }

    [Fact]
    public async Task How_it_ended_is_told_in_words_and_as_metrics()
    {
        await using var server = await ApiServer.StartAsync();
        await server.BackUpAsync();
        await server.CallAsync("POST /api/backup/verify");
        await EndAsync(server, VerificationState.Sound);
        Assert.Contains("\"status\":\"the backup is sound: all of it was read\"", (await server.CallAsync("GET /api/backup/verify")).Text);
        Assert.Equal((404, """{"code":404,"message":"no verification is ongoing in namespace app"}"""), Of(await server.CallAsync("POST /api/backup/verify/cancel")));

        await server.CallAsync("POST /api/backup/verify");
        await EndAsync(server, VerificationState.Damaged, "db/airflow: a pack: its bytes do not match its SHA-256.");

        var damaged = (await server.CallAsync("GET /api/backup/verify")).Text;
        Assert.Contains("\"status\":\"the backup is damaged: 1 problem\"", damaged);
        Assert.Contains("\"problems\":[\"db/airflow: a pack: its bytes do not match its SHA-256.\"]", damaged);
        var metrics = (await server.CallAsync("GET /metrics")).Text;
        Assert.Matches("(?m)^holdfast_verification_last_succeeded\\{[^}]*\\} 0", metrics);
        Assert.Matches("(?m)^holdfast_verification_last_problems\\{[^}]*\\} 1", metrics);
        Assert.Matches("(?m)^holdfast_verification_last_success_timestamp_seconds\\{[^}]*\\} [1-9]", metrics);
    }

    private static Task<int> EndAsync(ApiServer server, VerificationState state, params string[] problems) => server.QueryAsync(async db =>
    {
        var row = await db.Verifications.SingleAsync(row => row.EndedAt == null);
        (row.State, row.StartedAt, row.EndedAt) = (state, row.RequestedAt, row.RequestedAt.AddSeconds(1));
        (row.Problems, row.ProblemCount) = ([.. problems], problems.Length);
        return await db.SaveChangesAsync();
    });

    private static (int, string) Of(ApiServer.Answer answer) => (answer.Status, answer.Text);
}
