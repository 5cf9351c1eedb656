namespace Holdfast.Benchmarks.Data;

/// <summary>One kind of file content, written piece by piece.</summary>
/// <remarks>An instance serves one file: it may hold what the pieces of one file have in common.</remarks>
internal abstract class Content(SeededRandom random)
{
    private static readonly Vocabulary SharedWords = new(20_230_202, 12_000);

    protected SeededRandom Random => random;

    protected static Vocabulary Words => SharedWords;

    /// <summary>Appends the next line, record or block.</summary>
    public abstract void Append(ContentBuffer buffer);

    /// <summary>Writes exactly <paramref name="length"/> bytes of this content.</summary>
    public void Write(Stream stream, long length, ContentBuffer buffer)
    {
        buffer.Clear();
        while (length > 0)
        {
            while (buffer.Length < ContentBuffer.Target && buffer.Length < length)
            {
                Append(buffer);
            }

            var count = (int)Math.Min(buffer.Length, length);
            stream.Write(buffer.Written[..count]);
            length -= count;
            buffer.Clear();
        }
    }

    protected ContentBuffer Word(ContentBuffer buffer) => buffer.Add(Words.Word(random));
}
