namespace Gateway.Tests.Browsing;

/// <summary>All tests before the browser: a machine runs one at a time.</summary>
[CollectionDefinition(Name)]
public sealed class BrowsingCollection : ICollectionFixture<Person>
{
    /// <summary>Its name.</summary>
    public const string Name = "Browsing";
}
