using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Tests.Databases;
using Npgsql;

namespace Holdfast.DbDumper.Tests.Dumps;

public sealed class UnreachableTests
{
    [Fact]
    public async Task A_wrong_password_is_named_and_not_retried()
    {
        var failure = await FailAsync<LoginRefusedException>(address => address.Password = "wr0ng");
        Assert.False(failure.CanRetry);
        Assert.Contains("password authentication failed", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_database_is_named_and_not_retried()
    {
        var failure = await FailAsync<DatabaseMissingException>(address => address.Database = "no such thing");
        Assert.False(failure.CanRetry);
        Assert.Contains("database 'no such thing'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_down_is_named_and_retried()
    {
        var failure = await FailAsync<ServerUnreachableException>(address => address.Port = 1);
        Assert.True(failure.CanRetry);
        Assert.Contains("127.0.0.1:1", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<T> FailAsync<T>(Action<NpgsqlConnectionStringBuilder> spoil)
        where T : DatabaseException
    {
        using var server = await TestServer.SharedAsync();
        var address = new NpgsqlConnectionStringBuilder(server.Server.ConnectionString);
        spoil(address);
        return await Assert.ThrowsAsync<T>(() => server.Dumper.TakeSnapshotAsync(address.ConnectionString, TestContext.Current.CancellationToken));
    }
}
