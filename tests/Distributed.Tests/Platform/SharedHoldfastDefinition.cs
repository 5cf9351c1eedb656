namespace Holdfast.Distributed.Tests.Platform;

/// <summary>Tests that share a <see cref="SharedHoldfast"/>.</summary>
[CollectionDefinition(SharedHoldfast.Name)]
public sealed class SharedHoldfastDefinition : ICollectionFixture<SharedHoldfast>;
