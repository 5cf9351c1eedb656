using System.Buffers.Binary;

namespace Holdfast.Benchmarks.Data;

/// <summary>A library or executable: machine-code-like bytes, tables of addresses, strings and zeros.</summary>
internal sealed class BinaryContent(SeededRandom random) : Content(random)
{
    private const int Window = 16 * 1024;

    private static readonly byte[][] Instructions = MakeInstructions();

    private long _address = 0x400000 + (random.Below(1 << 20) << 4);

    public override void Append(ContentBuffer buffer)
    {
        var length = 512 + Random.Below(8192);
        var end = buffer.Length + length;
        var kind = Random.Below(20);
        if (kind == 0)
        {
            buffer.Reserve(length).Clear();
            return;
        }

        while (buffer.Length < end)
        {
            if (kind < 12)
            {
                Code(buffer);
            }
            else if (kind < 16)
            {
                _address += 16 * (1 + Random.Below(40));
                BinaryPrimitives.WriteInt64LittleEndian(buffer.Reserve(sizeof(long)), _address);
            }
            else
            {
                Word(Word(buffer).Add((byte)'_')).Add((byte)0);
            }
        }
    }

    private void Code(ContentBuffer buffer)
    {
        if (buffer.Length > Window && Random.Percent(6))
        {
            buffer.Repeat(64 + Random.Below(Window - 64), 12 + Random.Below(40)); // compilers repeat themselves
            return;
        }

        var pick = Math.Min(Random.Below(Instructions.Length), Math.Min(Random.Below(Instructions.Length), Random.Below(Instructions.Length)));
        buffer.Add(Instructions[pick]);
        if (Random.Percent(15))
        {
            BinaryPrimitives.WriteInt32LittleEndian(buffer.Reserve(sizeof(int)), Random.Below(1 << 18));
        }
    }

    private static byte[][] MakeInstructions()
    {
        var random = new SeededRandom(7);
        var instructions = new byte[1200][];
        for (var index = 0; index < instructions.Length; index++)
        {
            random.Fill(instructions[index] = new byte[2 + random.Below(6)]);
        }

        return instructions;
    }
}
