namespace Holdfast.Benchmarks.Data;

/// <summary>Measurements: a growing key, a time, a few categories and numbers that vary little.</summary>
internal sealed class CsvText(SeededRandom random) : Content(random)
{
    private readonly long _base = random.Below(50_000);
    private long _key = random.Below(1_000_000);
    private long _second = 1_767_225_600 + random.Below(10_000_000);

    public override void Append(ContentBuffer buffer)
    {
        _second += 1 + Random.Below(30);
        buffer.Number(++_key).Add((byte)',').Number(_second).Add((byte)',');
        Word(buffer).Add((byte)',').Number(_base + Random.Below(200)).Add((byte)'.').Number(5 * Random.Below(20), 'D', 2).Add((byte)',');
        buffer.Number(Random.Below(4)).Add((byte)',').Number(Random.Below(Random.Percent(15) ? 20_000 : 50)).Add((byte)'\n');
    }
}
