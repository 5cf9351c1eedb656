using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Settings;

/// <summary>One version of a configuration document, with what it changed. Rows are only ever added; the highest version holds.</summary>
/// <remarks>Two that write the same next version at once cannot both commit: the key sees to that.</remarks>
public sealed class DocumentVersion
{
    /// <summary>Such as <c>backupConfig</c>.</summary>
    public required string Document { get; set; }

    /// <summary>From 1; 0 stands for a document that nobody has written.</summary>
    public int Version { get; set; }

    /// <summary>A JSON object: the path of each field that is set to its text. Secrets are sealed.</summary>
    public required string Values { get; set; }

    /// <summary>A JSON list of the fields that differ from the version before; secrets are not shown.</summary>
    public required string Changes { get; set; }

    public DateTime At { get; set; }

    /// <summary>Name of the API key.</summary>
    public required string By { get; set; }

    /// <summary>Address of the caller.</summary>
    public required string From { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<DocumentVersion>
    {
        public void Configure(EntityTypeBuilder<DocumentVersion> builder)
        {
            builder.HasKey(row => new { row.Document, row.Version });
            builder.Property(row => row.Document).HasMaxLength(40);
        }
    }
}
