using Holdfast.ObjectStores.Directories;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Directories;

public sealed class DirectoryFailureTests
{
    [Theory]
    [InlineData(28, "ENOSPC", false)]
    [InlineData(122, "EDQUOT", false)]
    [InlineData(27, "EFBIG", false)]
    [InlineData(5, "EIO", false)]
    [InlineData(30, "EROFS", false)]
    [InlineData(13, "EACCES", false)]
    [InlineData(116, "ESTALE", true)]
    [InlineData(110, "ETIMEDOUT", true)]
    [InlineData(24, "EMFILE", true)]
    [InlineData(71, "error 71", false)]
    public void A_failure_says_what_where_and_whether_to_retry(int errno, string name, bool transient)
    {
        var failure = DirectoryFailure.From(errno, "store", "/backup/app/a", "app/a");

        Assert.StartsWith("Cannot store 'app/a' (at '/backup/app/a'): ", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"({name})", failure.Message, StringComparison.Ordinal);
        Assert.Equal(transient, failure.IsTransient);
        Assert.Equal("app/a", failure.Key);
    }
}
