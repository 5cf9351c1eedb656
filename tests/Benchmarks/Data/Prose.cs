namespace Holdfast.Benchmarks.Data;

/// <summary>Running text in paragraphs.</summary>
internal sealed class Prose(SeededRandom random) : Content(random)
{
    public override void Append(ContentBuffer buffer)
    {
        for (var words = 6 + Random.Below(14); words > 0; words--)
        {
            Word(buffer).Add(words == 1 ? (byte)'.' : (byte)' ');
        }

        buffer.Add(Random.Percent(15) ? "\n\n"u8 : " "u8);
    }
}
