from django.db import connection
def test_a(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        print(connection.settings_dict["NAME"], connection.settings_dict["TEST"])
        with connection.cursor() as c:
            c.execute("select name from sqlite_master where type='table'"); print(c.fetchall()[:5])
            c.execute("pragma database_list"); print(c.fetchall())
