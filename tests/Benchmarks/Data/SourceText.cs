namespace Holdfast.Benchmarks.Data;

/// <summary>Program source: indented lines of few shapes, over names of which a file uses its own small set.</summary>
internal sealed class SourceText : Content
{
    private const int OwnNames = 48;

    private readonly byte[][] _names = new byte[OwnNames][];
    private int _depth;

    public SourceText(SeededRandom random)
        : base(random)
    {
        for (var index = 0; index < OwnNames; index++)
        {
            byte[] name = [.. Words.Word(random), .. Words.Word(random)];
            name[0] -= (byte)(random.Percent(40) ? 32 : 0);
            _names[index] = name;
        }
    }

    public override void Append(ContentBuffer buffer)
    {
        var shape = Random.Below(16);
        _depth = shape switch { 0 when _depth > 0 => _depth - 1, _ => _depth };
        for (var indent = 0; indent < _depth; indent++)
        {
            buffer.Add("    "u8);
        }

        switch (shape)
        {
            case 0:
                buffer.Add("}\n"u8);
                return;
            case 1 or 2:
                Name(Name(buffer.Add("if ("u8)).Add(" is null || "u8)).Add(".Length == "u8).Number(Random.Below(10)).Add(")\n"u8);
                return;
            case 3 when _depth < 6:
                _depth++;
                buffer.Add("{\n"u8);
                return;
            case 4 or 5:
                Word(Word(Word(Word(buffer.Add("// "u8)).Add((byte)' ')).Add((byte)' ')).Add((byte)' ')).Add(".\n"u8);
                return;
            case 6:
                Name(Name(buffer.Add("private readonly "u8)).Add(" _"u8)).Add(";\n"u8);
                return;
            case 7:
                Name(Name(Name(buffer.Add("public static "u8)).Add((byte)' ')).Add((byte)'(')).Add(" value) =>\n"u8);
                return;
            case 8:
                buffer.Add("\n"u8);
                return;
            case 9 or 10:
                Name(Name(buffer.Add("var "u8)).Add(" = await "u8)).Add("Async(cancellationToken);\n"u8);
                return;
            case 11:
                Name(buffer.Add("throw new InvalidOperationException(nameof("u8)).Add("));\n"u8);
                return;
            default:
                Name(Name(Name(Name(buffer.Add("return "u8)).Add((byte)'.')).Add((byte)'(')).Add(", "u8)).Add(");\n"u8);
                return;
        }
    }

    private ContentBuffer Name(ContentBuffer buffer) => buffer.Add(_names[Math.Min(Random.Below(OwnNames), Random.Below(OwnNames))]);
}
