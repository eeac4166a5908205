import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { openStats, type Stats, type StatsOptions } from 'passerby';
import { Sessions } from '../sessions/sessions.ts';
import { StatsController } from './stats.controller.ts';
import { StatsService } from './stats.service.ts';
import { STATS } from './stats.token.ts';

/** The figures of the collector's database, for whoever is signed in. */
@Module({})
export class StatsModule implements OnApplicationShutdown {
  readonly #stats: Stats;

  constructor(@Inject(STATS) stats: Stats) {
    this.#stats = stats;
  }

  static register(options: StatsOptions): DynamicModule {
    return {
      module: StatsModule,
      controllers: [StatsController],
      providers: [{ provide: STATS, useFactory: () => openStats(options) }, StatsService, Sessions],
    };
  }

  onApplicationShutdown(): Promise<void> {
    return this.#stats.close();
  }
}
