namespace Holdfast.Engine.Packs;

/// <summary>What a pack holds.</summary>
public enum PackContent : byte
{
    Data = 1,
    Catalog = 2,
}
