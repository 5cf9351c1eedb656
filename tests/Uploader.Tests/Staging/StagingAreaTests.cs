using Holdfast.Hosting.Stores;

namespace Holdfast.Uploader.Tests.Staging;

/// <summary>The layout that both sides of the staging area rely on.</summary>
public sealed class StagingAreaTests
{
    private readonly StagingArea _staging = new("/backup/");

    [Fact]
    public void What_one_side_names_the_other_finds()
    {
        var path = Path.Join(_staging.RunFolder("app", Guid.NewGuid(), Guid.NewGuid()), "pack-1");
        Assert.StartsWith("/backup/.holdfast-staging/app/", path, StringComparison.Ordinal);
        Assert.Equal(path, _staging.Resolve(_staging.Relative(path)));
    }

    [Theory]
    [InlineData("/backup/.holdfast-staging/../app/repository.json")]
    [InlineData("/backup/.holdfast-staging-2/pack")]
    [InlineData("/backup/.holdfast-staging")]
    [InlineData("/etc/passwd")]
    public void A_file_elsewhere_has_no_name(string path) => Assert.Throws<ArgumentException>(() => _staging.Relative(path));

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public void A_folder_of_no_namespace_is_refused(string name) => Assert.Throws<ArgumentException>(() => _staging.OperationFolder(name, Guid.NewGuid()));
}
