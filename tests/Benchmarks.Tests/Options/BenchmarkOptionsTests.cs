using Holdfast.Benchmarks.Options;
using Holdfast.Benchmarks.Suites;
using Xunit;

namespace Holdfast.Benchmarks.Tests.Options;

public class BenchmarkOptionsTests
{
    [Fact]
    public void Without_names_all_benchmarks_run() =>
        Assert.Equal(["mixed", "small-files", "dump", "aged", "pg-dump", "overhead", "list", "status", "stores", "services", "scale", "archivers"], BenchmarkOptions.Parse(["--quick"]).Names);

    [Fact]
    public void Names_and_options_may_be_mixed()
    {
        var options = BenchmarkOptions.Parse(["dump", "--rounds", "5", "mixed", "--tools", "restic,borg"]);
        Assert.Equal(["dump", "mixed"], options.Names);
        Assert.Equal(5, options.Rounds);
        Assert.Equal(["restic", "borg"], options.Tools);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("--nothing")]
    [InlineData("--rounds")]
    [InlineData("--rounds", "many")]
    [InlineData("--tools", "rsync")]
    public void What_is_not_known_is_refused(params string[] arguments) =>
        Assert.Throws<UsageException>(() => BenchmarkOptions.Parse(arguments));
}
