namespace Holdfast.Engine.Packs;

/// <summary>What a frame holds.</summary>
public enum FrameKind : byte
{
    Data = 1,
    Catalog = 2,
    CatalogRoot = 3,
}
