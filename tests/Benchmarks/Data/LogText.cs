namespace Holdfast.Benchmarks.Data;

/// <summary>A service's log: few messages again and again, with times, request ids and durations.</summary>
internal sealed class LogText : Content
{
    private readonly byte[][] _messages = new byte[24][];
    private long _millisecond;

    public LogText(SeededRandom random)
        : base(random)
    {
        _millisecond = random.Below(80_000_000);
        for (var index = 0; index < _messages.Length; index++)
        {
            byte[] message = [.. Words.Word(random), (byte)'.', .. Words.Word(random), .. "] "u8];
            for (var words = 2 + random.Below(8); words > 0; words--)
            {
                message = [.. message, .. Words.Word(random), (byte)' '];
            }

            _messages[index] = message;
        }
    }

    public override void Append(ContentBuffer buffer)
    {
        _millisecond += Random.Below(400);
        var seconds = _millisecond / 1000;
        buffer.Add("2026-02-03T"u8).Number(seconds / 3600 % 24, 'D', 2).Add((byte)':').Number(seconds / 60 % 60, 'D', 2).Add((byte)':').Number(seconds % 60, 'D', 2);
        buffer.Add((byte)'.').Number(_millisecond % 1000, 'D', 3).Add(Random.Percent(95) ? "Z INFO  ["u8 : "Z WARN  ["u8);
        buffer.Add(_messages[Math.Min(Random.Below(_messages.Length), Random.Below(_messages.Length))]);
        buffer.Add("request="u8).Hex(Random, 8).Add(" ms="u8).Number(Random.Below(Random.Percent(90) ? 40 : 4000)).Add((byte)'\n');
    }
}
