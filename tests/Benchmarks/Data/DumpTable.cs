namespace Holdfast.Benchmarks.Data;

/// <summary>A table of the generated database: how large it is and how it changes from day to day.</summary>
/// <param name="Share">Of the dump's bytes, in thousandths.</param>
/// <param name="Growth">Pages appended a day, in thousandths of those on day 1.</param>
/// <param name="Recent">Updated clusters a day among the newest twentieth, in thousandths.</param>
/// <param name="Elsewhere">Updated clusters a day among all others, in thousandths.</param>
/// <param name="Row">Writes one row in the text form of COPY.</param>
internal sealed record DumpTable(int Share, int Growth, int Recent, int Elsewhere, Action<ContentBuffer, SeededRandom, long> Row)
{
    private static readonly Vocabulary Words = new(20_230_203, 8_000);

    /// <summary>Tables of a shop: most rows are written once, the newest change, a small table changes everywhere.</summary>
    public static readonly DumpTable[] All =
    [
        new(10, 5, 400, 400, User),
        new(330, 20, 120, 2, Order),
        new(300, 20, 60, 1, Order),
        new(260, 25, 0, 0, Event),
        new(100, 15, 20, 1, Attachment),
    ];

    private static void User(ContentBuffer buffer, SeededRandom random, long id)
    {
        buffer.Number(id).Add((byte)'\t').Add(Words.Word(random)).Add((byte)'.').Add(Words.Word(random)).Add("@example.org\t"u8);
        buffer.Hex(random, 60).Add("\t2026-03-"u8).Number(1 + random.Below(28), 'D', 2).Add(" 10:00:00+00\tt\t\\N\n"u8);
    }

    private static void Order(ContentBuffer buffer, SeededRandom random, long id)
    {
        buffer.Number(id).Add((byte)'\t').Number(random.Below(40_000)).Add("\t2025-"u8).Number(1 + (id >> 16) % 12, 'D', 2).Add((byte)'-');
        buffer.Number(1 + (id >> 10) % 28, 'D', 2).Add((byte)' ').Number(random.Below(24), 'D', 2).Add((byte)':').Number(random.Below(60), 'D', 2).Add(":00+00\t"u8);
        buffer.Add(random.Percent(80) ? "shipped\t"u8 : "pending\t"u8).Number(random.Below(90_000)).Add((byte)'.').Number(random.Below(100), 'D', 2).Add((byte)'\t');
        for (var words = 3 + random.Below(9); words > 0; words--)
        {
            buffer.Add(Words.Word(random)).Add((byte)' ');
        }

        buffer.Add("\t\\N\n"u8);
    }

    private static void Event(ContentBuffer buffer, SeededRandom random, long id)
    {
        buffer.Number(id).Add((byte)'\t').Hex(random, 32).Add("\t{\"type\": \""u8).Add(Words.Word(random)).Add("\", \"user\": "u8).Number(random.Below(40_000));
        buffer.Add(", \"page\": \"/"u8).Add(Words.Word(random)).Add((byte)'/').Add(Words.Word(random)).Add("\", \"ms\": "u8).Number(random.Below(3_000)).Add("}\n"u8);
    }

    private static void Attachment(ContentBuffer buffer, SeededRandom random, long id) =>
        buffer.Number(id).Add("\t\\\\x"u8).Hex(random, 1_000 + random.Below(12_000)).Add((byte)'\n');
}
