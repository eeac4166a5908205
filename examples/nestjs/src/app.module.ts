import { Module } from '@nestjs/common';
import { StatsModule } from './stats/stats.module.ts';

@Module({
  imports: [StatsModule.register({ databaseUrl: process.env['DATABASE_URL'] ?? '', tokenSecret: process.env['PASSERBY_TOKEN_SECRET'] })],
})
export class AppModule {}
