namespace Holdfast.Benchmarks.Data;

/// <summary>Pictures, films and archives: already compressed, hence without any pattern left.</summary>
internal sealed class MediaContent(SeededRandom random) : Content(random)
{
    public override void Append(ContentBuffer buffer) => Random.Fill(buffer.Reserve(ContentBuffer.Slack));
}
