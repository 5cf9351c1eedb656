namespace Holdfast.Benchmarks.Data;

/// <summary>An array of records that all have the same fields.</summary>
internal sealed class JsonText : Content
{
    private readonly byte[][] _fields;

    public JsonText(SeededRandom random)
        : base(random)
    {
        _fields = new byte[4 + random.Below(8)][];
        for (var index = 0; index < _fields.Length; index++)
        {
            _fields[index] = [.. "    \""u8, .. Words.Word(random), (byte)'_', .. Words.Word(random), .. "\": "u8];
        }
    }

    public override void Append(ContentBuffer buffer)
    {
        buffer.Add("  {\n"u8);
        for (var index = 0; index < _fields.Length; index++)
        {
            buffer.Add(_fields[index]);
            switch (index % 5)
            {
                case 0:
                    buffer.Add((byte)'"').Hex(Random, 16).Add((byte)'"');
                    break;
                case 1:
                    buffer.Number(Random.Below(100_000));
                    break;
                case 2:
                    buffer.Add(Random.Percent(70) ? "true"u8 : "false"u8);
                    break;
                case 3:
                    buffer.Add("\"2026-"u8).Number(1 + Random.Below(12), 'D', 2).Add((byte)'-').Number(1 + Random.Below(28), 'D', 2).Add("T00:00:00Z\""u8);
                    break;
                default:
                    Word(Word(buffer.Add((byte)'"')).Add((byte)' ')).Add((byte)'"');
                    break;
            }

            buffer.Add(index == _fields.Length - 1 ? "\n"u8 : ",\n"u8);
        }

        buffer.Add("  },\n"u8);
    }
}
