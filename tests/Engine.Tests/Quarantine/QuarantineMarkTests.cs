using System.Text;
using Holdfast.Engine.Quarantine;
using Holdfast.Engine.Repositories;
using Xunit;
using static Holdfast.Engine.Tests.Sealing.Vectors;

namespace Holdfast.Engine.Tests.Quarantine;

public class QuarantineMarkTests
{
    private const string Golden = """
        {
          "format": "holdfast-quarantine",
          "version": 1,
          "pack": "2026-11-22t21-00-00/volume/gitserver/0193abcd0193abcd0193abcd0193abcd/00001.pack",
          "reason": "frame 3 does not decode",
          "foundAt": "2026-11-22T21:00:00Z"
        }
        """;

    private static readonly QuarantineMark Mark = new() { Pack = Pack, Reason = "frame 3 does not decode", FoundAt = Created };

    [Fact]
    public void A_mark_has_the_bytes_of_the_format_and_reads_as_it_was()
    {
        Assert.Equal(Golden, Encoding.UTF8.GetString(Mark.ToJson()));
        Assert.Equal(Mark, QuarantineMark.Parse(Mark.ToJson(), Mark.ObjectKey));
        Assert.Equal(ObjectKeys.QuarantineMark(Pack), Mark.ObjectKey);
    }

    [Theory]
    [InlineData("00001.pack", "00002.pack")]
    [InlineData("\"version\": 1", "\"version\": 2")]
    [InlineData("\"reason\"", "\"cause\"")]
    public void A_mark_that_is_not_of_its_pack_is_refused(string from, string to) => Assert.Throws<RepositoryRefusedException>(
        () => QuarantineMark.Parse(Encoding.UTF8.GetBytes(Golden.Replace(from, to, StringComparison.Ordinal)), Mark.ObjectKey));

    [Fact]
    public void Only_packs_go_into_quarantine() =>
        Assert.Throws<InvalidOperationException>(() => (Mark with { Pack = Snapshot }).ToJson());
}
