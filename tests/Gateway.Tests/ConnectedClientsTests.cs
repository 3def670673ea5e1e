using Gateway.HeadEnd;

namespace Gateway.Tests;

/// <summary>Who is connected now.</summary>
public class ConnectedClientsTests
{
    [Fact]
    public void A_connection_is_shown_with_its_associations_until_it_ends()
    {
        var clients = new ConnectedClients(TimeProvider.System);
        var visit = clients.Enter("10.0.0.7");
        Assert.Empty(Assert.Single(clients.All).Associations);

        visit.Opened(1, 16, 5);
        visit.Opened(16, 16, 0);
        visit.Opened(1, 16, 1);
        visit.Ended(16, 16);
        var client = Assert.Single(clients.All);
        Assert.Equal("10.0.0.7", client.Source);
        Assert.Equal([(1, 16, 1)], client.Associations.Select(one => ((int)one.Client, (int)one.Server, (int)one.Mechanism)));

        visit.Dispose();
        Assert.Empty(clients.All);
    }
}
